namespace Gateway.Configuration;

/// <summary>What a key's holder may do in the admin API. Each role includes those before it.</summary>
internal enum KeyRole
{
    Member,
    Lead,
    Admin,
}
