"""The configuration of a desk: `bot.toml` and the shipped figures of policy and law, read into values."""

from bot.settings.loading import load
from bot.settings.values import MailboxSettings, OAuthSettings, OutgoingSettings, Settings, SettingsError, secret

__all__ = ["MailboxSettings", "OAuthSettings", "OutgoingSettings", "Settings", "SettingsError", "load", "secret"]
