from django.db import migrations, models

from organizations import guards

#: SQLite rebuilds the table, and takes its triggers away.
TABLE = ("accountability_casefile",)


def thaw(apps, schema_editor):
    guards.thaw(schema_editor.connection, TABLE)


def freeze(apps, schema_editor):
    guards.freeze(schema_editor.connection, TABLE)


class Migration(migrations.Migration):
    dependencies = [("accountability", "0006_after_the_end")]
    operations = [
        migrations.RunPython(thaw, freeze),
        migrations.RemoveConstraint("casefile", "casefile_purpose_known"),
        migrations.AlterField(
            "casefile",
            "purpose",
            models.CharField(
                choices=[
                    ("statement", "陈述申辩材料"),
                    ("claim", "容错申请材料"),
                    ("appeal", "申诉材料"),
                    ("material", "核实材料"),
                ],
                max_length=9,
                verbose_name="用途",
            ),
        ),
        migrations.AddConstraint(
            "casefile",
            models.CheckConstraint(
                condition=models.Q(purpose__in=["statement", "claim", "appeal", "material"]),
                name="casefile_purpose_known",
            ),
        ),
        migrations.RunPython(freeze, thaw),
    ]
