namespace Gateway.Authentication;

/// <summary>Whether a key is in force.</summary>
internal enum KeyStanding
{
    Good,
    Disabled,
    Revoked,
}
