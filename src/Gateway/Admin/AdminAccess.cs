namespace Gateway.Admin;

/// <summary>Whom a route of the admin API serves. Whose things each of them sees there is the route's to say.</summary>
internal enum AdminAccess
{
    /// <summary>
    /// Everyone on this machine, with whatever key or none: a scraper with a key would have to have an admin's, which is more than it needs.
    /// </summary>
    Machine,

    /// <summary>Admins; on a gateway that has no admin's key anyone on this machine.</summary>
    Status,

    /// <summary>Every holder of a key.</summary>
    Member,

    /// <summary>Leads and admins.</summary>
    Lead,

    /// <summary>Admins.</summary>
    Admin,
}
