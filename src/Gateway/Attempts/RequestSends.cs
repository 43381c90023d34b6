using Gateway.Backends;

namespace Gateway.Attempts;

/// <summary>
/// Counts how many times one request was sent to each backend, over all its models and passes. Not thread-safe: the
/// gate that counts here guards it.
/// </summary>
internal sealed class RequestSends
{
    private readonly List<Count> _counts = new(1);

    /// <summary>How many sends failed or are still being answered, over all backends.</summary>
    public int Total { get; private set; }

    /// <summary>
    /// True when it failed together with others and goes alone from then on: one of the others may have caused the failure.
    /// </summary>
    public bool GoesAlone { get; set; }

    /// <summary>True when a backend was never sent the request.</summary>
    public bool IsFirst(BackendState backend) => Find(backend) is null;

    /// <summary>The share of one backend in <see cref="Total"/>.</summary>
    public int Of(BackendState backend) => Find(backend)?.Sends ?? 0;

    /// <summary>Counts a send to a backend.</summary>
    public void Add(BackendState backend)
    {
        if (Find(backend) is not { } count)
        {
            _counts.Add(count = new Count(backend));
        }

        count.Sends++;
        Total++;
    }

    /// <summary>Forgives a send that failed because of the model alone, for example when the backend does not hold it.</summary>
    public void Excuse(BackendState backend)
    {
        Find(backend)!.Sends--;
        Total--;
    }

    private Count? Find(BackendState backend)
    {
        foreach (var count in _counts)
        {
            if (count.Backend == backend)
            {
                return count;
            }
        }

        return null;
    }

    private sealed class Count(BackendState backend)
    {
        public BackendState Backend { get; } = backend;

        public int Sends { get; set; }
    }
}
