namespace Gateway.Configuration;

/// <summary>The rights of a key's holder in the admin API. Each role includes those before it.</summary>
internal enum KeyRole
{
    Member,
    Lead,
    Admin,
}
