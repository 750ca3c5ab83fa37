from django.db import migrations

from organizations import guards


def install(apps, schema_editor):
    guards.install(schema_editor.connection, guards.JOURNAL)


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection, guards.JOURNAL)


class Migration(migrations.Migration):
    """The journal refuses UPDATE, DELETE and TRUNCATE from here on."""

    dependencies = [("organizations", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
