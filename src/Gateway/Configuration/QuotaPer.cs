namespace Gateway.Configuration;

/// <summary>Whose use is counted together.</summary>
internal enum QuotaPer
{
    Key,
    Owner,
    Team,
    Everyone,
}
