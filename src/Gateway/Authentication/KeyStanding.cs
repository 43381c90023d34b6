namespace Gateway.Authentication;

/// <summary>The standing of a key: in force or not.</summary>
internal enum KeyStanding
{
    Good,
    Disabled,
    Revoked,
}
