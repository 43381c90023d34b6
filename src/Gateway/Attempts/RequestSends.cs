using Gateway.Backends;

namespace Gateway.Attempts;

/// <summary>
/// How often one request was sent to each backend, over all its models and passes. Not safe for two threads: the gate that counts here
/// guards it.
/// </summary>
internal sealed class RequestSends
{
    private readonly List<Count> _counts = new(1);

    /// <summary>How often it was sent in vain, or is being answered yet, wherever.</summary>
    public int Total { get; private set; }

    /// <summary>
    /// Whether it was sent together with others in vain, and goes alone from then on: one of those may be what the backend broke on.
    /// </summary>
    public bool GoesAlone { get; set; }

    /// <summary>Whether a backend was never sent the request.</summary>
    public bool IsFirst(BackendState backend) => Find(backend) is null;

    /// <summary>The share of one backend in <see cref="Total"/>.</summary>
    public int Of(BackendState backend) => Find(backend)?.Sends ?? 0;

    /// <summary>A backend is sent it.</summary>
    public void Add(BackendState backend)
    {
        if (Find(backend) is not { } count)
        {
            _counts.Add(count = new Count(backend));
        }

        count.Sends++;
        Total++;
    }

    /// <summary>It failed for a reason that lies in the one model, such as that the backend does not hold it.</summary>
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
