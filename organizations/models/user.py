from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.bilingual import Bilingual


class UserManager(BaseUserManager):
    use_in_migrations = True

    def create_user(self, username: str, password: str | None = None, **fields):
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def active(self):
        return self.filter(is_active=True)


class User(AbstractBaseUser):
    """A person who logs in. What he may do stands in grants and appointments, not here.

    There is no superuser on purpose: administration is split three ways (DESIGN §4).
    """

    username = models.CharField(
        _("用户名"),
        max_length=64,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("该用户名已被使用，请换一个。")},
    )
    name_zh = models.CharField(_("姓名或职务名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    email = models.EmailField(_("电子邮箱"), blank=True)
    unit = models.ForeignKey(
        "organizations.Unit",
        verbose_name=_("所在单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="people",
    )
    is_active = models.BooleanField(_("启用"), default=True)
    #: Raised whenever the account is switched off, so that old sessions stay dead
    #: when it is switched on again (RELIABILITY T10).
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    label = Bilingual("name")

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name_zh"]
    is_superuser = False
    is_staff = False

    objects = UserManager()

    class Meta:
        verbose_name = _("人员")
        verbose_name_plural = _("人员")
        ordering = ["username"]

    def __str__(self):
        return self.name_zh

    def get_session_auth_hash(self):
        return f"{super().get_session_auth_hash()}:{self.session_epoch}"

    def has_perm(self, perm, obj=None):
        """No model-wide permissions exist; grants are read through organizations.access."""
        return False
