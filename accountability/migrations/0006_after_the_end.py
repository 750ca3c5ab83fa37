import uuid

from django.db import migrations, models

from organizations import guards

#: What gets a column here; on SQLite that rebuilds the table, and takes its triggers away.
APPEND_ONLY = (
    "accountability_leaditem",
    "accountability_casedocument",
    "accountability_registerquarter",
    "accountability_registerdocument",
)
NAMED = ("RegisterQuarter", "RegisterDocument")
FROZEN = (
    "accountability_toleranceclaim",
    "accountability_claimtest",
    "accountability_appeal",
    "accountability_measure",
    "accountability_casemember",
    "accountability_casefile",
    "accountability_interferencefile",
)
FIXED = (
    "accountability_lead",
    "accountability_case",
    "accountability_measure",
    "accountability_casemember",
    "accountability_appeal",
    "accountability_toleranceclaim",
    "accountability_incentive",
)


def lift(apps, schema_editor):
    guards.remove(schema_editor.connection, APPEND_ONLY)


def name(apps, schema_editor):
    """One key each: a default would be the same for all rows that are there."""
    for model in NAMED:
        rows = apps.get_model("accountability", model).objects
        for pk in rows.filter(key=None).values_list("pk", flat=True):
            rows.filter(pk=pk).update(key=uuid.uuid4())


def install(apps, schema_editor):
    guards.install(schema_editor.connection, APPEND_ONLY)
    guards.freeze(schema_editor.connection, FROZEN)
    guards.fix(schema_editor.connection, FIXED)


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection, APPEND_ONLY)
    guards.thaw(schema_editor.connection, FROZEN)
    guards.unfix(schema_editor.connection, FIXED)


def nothing(apps, schema_editor):
    """On the way back the columns simply go."""


KIND = models.CharField(
    choices=[
        ("notice", "立案告知书"),
        ("statement", "陈述申辩笔录"),
        ("ruling", "容错裁定书"),
        ("decision", "问责决定书"),
        ("closing", "办结通知书"),
        ("annulment", "撤销决定通知书"),
    ],
    max_length=9,
)


class Migration(migrations.Migration):
    dependencies = [("accountability", "0005_incentives")]
    operations = [
        migrations.RunPython(lift, install),
        *(
            migrations.AddField(model, "key", models.UUIDField(editable=False, null=True))
            for model in NAMED
        ),
        migrations.RunPython(name, nothing),
        *(
            migrations.AlterField(
                model,
                "key",
                models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
            )
            for model in NAMED
        ),
        migrations.RemoveConstraint("casedocument", "casedocument_kind_known"),
        migrations.AlterField("casedocument", "kind", KIND),
        migrations.AddConstraint(
            "casedocument",
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=["notice", "statement", "ruling", "decision", "closing", "annulment"]
                ),
                name="casedocument_kind_known",
            ),
        ),
        migrations.RunPython(install, remove),
    ]
