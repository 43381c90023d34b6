namespace Gateway.Configuration;

/// <summary>What the holder of a key may do with the admin API. Each may do what those before it may.</summary>
internal enum KeyRole
{
    Member,
    Lead,
    Admin,
}
