"""What templates need beyond Django's own tags; nothing here decides anything."""

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.utils.safestring import SafeString

from organizations.bilingual import speaks_english

register = template.Library()

ICONS_BY_TYPE = {
    "application/pdf": "bi-file-earmark-pdf",
    "application/ofd": "bi-file-earmark-richtext",
    "text/plain": "bi-file-earmark-text",
    "text/csv": "bi-file-earmark-spreadsheet",
    "application/msword": "bi-file-earmark-word",
    "application/vnd.ms-excel": "bi-file-earmark-excel",
    "application/zip": "bi-file-earmark-zip",
}
ICONS_BY_PART = {
    "image/": "bi-file-earmark-image",
    "wordprocessing": "bi-file-earmark-word",
    "spreadsheet": "bi-file-earmark-excel",
    "presentation": "bi-file-earmark-slides",
}


@register.inclusion_tag("_components/light.html")
def light(obligation, on) -> dict:
    """The light of an obligation on a day: ``{% light obligation on %}``."""
    return {
        "light": str(obligation.light_on(on)),
        "status": str(obligation.status),
        "label": obligation.get_status_display(),
    }


@register.inclusion_tag("_components/progress.html")
def tally(obligation, on) -> dict:
    """How far an obligation is, as bar and figures: ``{% tally obligation on %}``."""
    return {
        "done": obligation.done,
        "needed": obligation.needed,
        "tone": str(obligation.light_on(on)),
    }


@register.filter
def in_language(instance, stem: str) -> str:
    """``{{ user|in_language:"name" }}``: ``name_en`` for English readers, else ``name_zh``."""
    zh = getattr(instance, f"{stem}_zh", "")
    return (speaks_english() and getattr(instance, f"{stem}_en", "")) or zh


@register.filter
def styled(field: BoundField) -> SafeString:
    """The widget of a form field with the framework's classes; Django adds the ARIA."""
    widget = field.field.widget
    classes = [widget.attrs.get("class", ""), _class_of(widget)]
    if field.errors:
        classes.append("is-invalid")
    return field.as_widget(attrs={"class": " ".join(filter(None, classes))})


def _class_of(widget) -> str:
    if isinstance(widget, CheckboxSelectMultiple | RadioSelect):
        return ""  # Django would put the class on the list around the boxes as well
    if isinstance(widget, CheckboxInput):
        return "form-check-input"
    return "form-select" if isinstance(widget, Select) else "form-control"


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def file_icon(media_type: str) -> str:
    """The icon of a kind of file."""
    if media_type in ICONS_BY_TYPE:
        return ICONS_BY_TYPE[media_type]
    found = (icon for part, icon in ICONS_BY_PART.items() if part in media_type)
    return next(found, "bi-file-earmark")
