"""What an official was last told of his figures.

SQLite writes the table anew for it, which no trigger may look at meanwhile: what keeps published
figures is taken off and set again in the same transaction.
"""

from django.db import migrations, models
from django.db.models import F

from organizations import guards

GRADES = [
    ("excellent", "优秀"), ("good", "良好"), ("pass", "合格"), ("fail", "不合格"),
]  # fmt: skip


TABLES = (
    "assessments_assessment", "assessments_score", "assessments_scoreholder",
    "assessments_objection", "assessments_objectionfile",
)  # fmt: skip


def freeze(apps, schema_editor):
    guards.freeze(schema_editor.connection, TABLES)


def thaw(apps, schema_editor):
    guards.thaw(schema_editor.connection, TABLES)


def as_told(apps, schema_editor):
    """Until now he was told when comments were opened, and again when it was submitted."""
    rows = apps.get_model("assessments", "Score").objects
    rows.filter(assessment__stage="comment").update(
        told_total=F("shown_total"), told_grade=F("shown_grade")
    )
    rows.filter(assessment__stage="submitted").update(told_total=F("total"), told_grade=F("grade"))


class Migration(migrations.Migration):

    dependencies = [
        ("assessments", "0013_items_of_a_holder"),
        ("organizations", "0005_register_codes"),
    ]

    operations = [
        migrations.RunPython(thaw, freeze),
        migrations.AddField(
            model_name="score",
            name="told_grade",
            field=models.CharField(blank=True, choices=GRADES, max_length=10),
        ),
        migrations.AddField(
            model_name="score",
            name="told_total",
            field=models.DecimalField(decimal_places=2, max_digits=5, null=True),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(("told_grade__in", ["", "excellent", "good", "pass", "fail"])),
                name="score_told_grade_known",
            ),
        ),
        migrations.RunPython(freeze, thaw),
        migrations.RunPython(as_told, migrations.RunPython.noop),
    ]
