"""What Flask-Security's pages say, in the words of the rest of the product."""

from typing import Any

LABELS = {
    "Email Address": "Email address",
    "New Password": "New password",
    "Retype Password": "New password again",
    "Authentication Code": "Code that the authenticator shows",
    "Recovery Code": "Recovery code",
}

SAID = {
    "GENERIC_AUTHN_FAILED": ("The email address or the password is wrong.", "error"),
    "GENERIC_RECOVERY": ("If the address has an account, we sent a link to it.", "info"),
    "LOGIN": ("Sign in to see this page.", "info"),
    "REAUTHENTICATION_REQUIRED": ("Enter your password again.", "error"),
    "REAUTHENTICATION_SUCCESSFUL": ("Your password is right.", "info"),
    "EMAIL_NOT_PROVIDED": ("Enter your email address.", "error"),
    "INVALID_EMAIL_ADDRESS": ("This is no email address. Write it like name@example.org.", "error"),
    "PASSWORD_NOT_PROVIDED": ("Enter a password.", "error"),
    "INVALID_PASSWORD": ("The password is wrong.", "error"),
    "RETYPE_PASSWORD_MISMATCH": ("The two passwords differ. Type the same one twice.", "error"),
    "PASSWORD_IS_THE_SAME": ("This is your current password. Choose another.", "error"),
    "PASSWORD_CHANGE": ("The password was changed.", "success"),
    "PASSWORD_RESET_NO_LOGIN": ("Your new password is set. Sign in with it.", "success"),
    "PASSWORD_RESET_EXPIRED": ("This link worked for %(within)s. Ask for another one.", "error"),
    "INVALID_RESET_PASSWORD_TOKEN": ("This link does not work. Ask for another one.", "error"),
    "INVALID_CODE": ("The code is wrong, or was used already.", "error"),
    "TWO_FACTOR_INVALID_TOKEN": ("The code is wrong, or was used already. Wait for the next code.", "error"),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": ("You are signed in.", "success"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": ("The second factor was set up.", "success"),
    "TWO_FACTOR_PERMISSION_DENIED": ("Sign in with your password first.", "error"),
    "TWO_FACTOR_SETUP_EXPIRED": ("The key worked for %(within)s. Start again.", "error"),
    "INVALID_RECOVERY_CODE": ("The recovery code is wrong, or was used already.", "error"),
    "NO_RECOVERY_CODES_SETUP": ("There are no recovery codes yet.", "info"),
}


class OurWords:
    """A form whose fields are called as ours are."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for field in self:  # type: ignore[attr-defined]
            field.label.text = LABELS.get(str(field.label.text), field.label.text)
            if field.type == "PasswordField":
                field.flags.required = True  # also where the library leaves it open
