namespace Gateway.Configuration;

/// <summary>Whose usage is counted together.</summary>
internal enum QuotaPer
{
    Key,
    Owner,
    Team,
    Everyone,
}
