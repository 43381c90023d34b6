namespace Gateway.Admin;

/// <summary>Whom a route of the admin API serves. Whose things each of them sees there is the route's to say.</summary>
internal enum AdminAccess
{
    /// <summary>Admins; on a gateway that has no admin's key anyone on this machine.</summary>
    Status,

    /// <summary>Every holder of a key.</summary>
    Member,

    /// <summary>Leads and admins.</summary>
    Lead,

    /// <summary>Admins.</summary>
    Admin,
}
