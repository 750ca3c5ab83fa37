"""The database, too, refuses to change a scheme that was put in force."""

from django.db import migrations

from organizations import guards


def fix(_apps, schema_editor):
    guards.fix(schema_editor.connection, ["assessments_indicatorscheme"])


def unfix(_apps, schema_editor):
    guards.unfix(schema_editor.connection, ["assessments_indicatorscheme"])


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0007_issuer'),
    ]

    operations = [migrations.RunPython(fix, unfix)]
