namespace Gateway.Admin;

/// <summary>The callers that a route of the admin API serves. The route decides what each of them sees there.</summary>
internal enum AdminAccess
{
    /// <summary>
    /// Everyone on this machine, with any key or none: a scraper with a key would need an admin's, which is more than it should have.
    /// </summary>
    Machine,

    /// <summary>Admins; on a gateway without an admin key, anyone on this machine.</summary>
    Status,

    /// <summary>Every holder of a key.</summary>
    Member,

    /// <summary>Leads and admins.</summary>
    Lead,

    /// <summary>Admins.</summary>
    Admin,
}
