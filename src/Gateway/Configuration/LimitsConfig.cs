using System.ComponentModel;
using Gateway.Configuration.Binding;

namespace Gateway.Configuration;

[Description("Upper bounds that protect the gateway itself.")]
internal sealed record LimitsConfig
{
    [Within("1KiB", "1GiB")]
    [Description("Largest request body. A larger one is answered with 413. Images travel in the body as base64, a third larger than their files.")]
    public ByteSize BodySize { get; init; } = new(32 * 1024 * 1024);

    [Within("1MiB", "64GiB")]
    [Description("Most memory for the request bodies held at a time, all together. A request that would need more is answered with 503. A body is held from its arrival until its answer begins.")]
    public ByteSize BodiesInFlight { get; init; } = new(512L * 1024 * 1024);

    [Within("1MiB", "64GiB")]
    [Description("Most memory for what is held of all streams together: what came before the answer begins, of which one stream may hold 256 KiB, and events that have not ended. A stream that would need more is left for the next candidate.")]
    public ByteSize HeldBack { get; init; } = new(64 * 1024 * 1024);

    [Within("1", "1000000")]
    [Description("Most client connections at a time, over both listeners. On Linux never more than half of what the process may open (ulimit -n) beyond 256 files of its own. Beyond it the connection that was idle longest, for a second at least, is closed; where there is none, a new one is answered with 503.")]
    [NeedsRestart]
    public int ConcurrentConnections { get; init; } = 10_000;

    [Within("1", "100000")]
    [Description("Most requests of one chat or session for one message of its user: a model that calls tools for ever is stopped with 400 'turn_limit_reached'. A turn begins with a request whose last message is the user's; sessions are known by X-OpenWebUI-Chat-Id and the headers of agents. Counted by each replica, and over all of them by the answers that stand in the request's own history. Default: no limit.")]
    public int? RequestsPerTurn { get; init; }

    [Within("64MiB", "1024GiB")]
    [Description("Memory that the gateway's process may take up. At 90 % of it new requests are answered with 503 until it is back under 85 %; running ones go on. Default: what the runtime takes for its own limit, which is three quarters of a container's, or the machine's memory.")]
    public ByteSize? Memory { get; init; }
}
