namespace Gateway.Configuration;

/// <summary>The scope of a count: whose usage is counted together.</summary>
internal enum QuotaPer
{
    Key,
    Owner,
    Team,
    Everyone,
}
