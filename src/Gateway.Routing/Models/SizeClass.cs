namespace Gateway.Routing.Models;

/// <summary>
/// The kind of machine a model needs, by the memory it takes. The limits are the memory of common machines; a model just below one may not
/// fit beside what else runs there.
/// </summary>
public enum SizeClass
{
    /// <summary>At most 8 GiB: a laptop or a small graphics card.</summary>
    Edge,

    /// <summary>At most 24 GiB: one common graphics card.</summary>
    SingleGpu,

    /// <summary>At most 640 GiB: one server, up to eight cards of 80 GiB.</summary>
    MultiGpu,

    /// <summary>More than 640 GiB: several servers.</summary>
    Cluster,
}
