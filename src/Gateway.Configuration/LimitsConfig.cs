using System.ComponentModel;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration;

[Description("Limits that protect the gateway itself.")]
internal sealed record LimitsConfig
{
    [Within("1KiB", "1GiB")]
    [Description(
        "The largest request body. A larger one gets 413. Images travel in the body as base64, which makes them a third larger than " +
        "their files.")]
    public ByteSize BodySize { get; init; } = new(32 * 1024 * 1024);

    [Within("1MiB", "64GiB")]
    [Description(
        "The most memory for all request bodies held at once. A request that would need more gets 503. A body is held from its arrival " +
        "until its answer begins.")]
    public ByteSize BodiesInFlight { get; init; } = new(512L * 1024 * 1024);

    [Within("1MiB", "64GiB")]
    [Description(
        "The most memory for the parts of all streams that the gateway holds back. It holds what arrives before an answer begins, at " +
        "most 256 KiB for each stream, and events that have not ended. A stream that would need more is dropped, and the next candidate " +
        "is tried.")]
    public ByteSize HeldBack { get; init; } = new(64 * 1024 * 1024);

    [Within("1", "1000000")]
    [Description(
        "The most client connections at once, over both listeners. On Linux it is never more than half of the open-file limit (ulimit " +
        "-n) that remains after 256 files for the gateway itself. Above it, the gateway closes the connection that was idle longest, if " +
        "that was at least a second. If no connection was idle so long, the new one gets 503.")]
    [NeedsRestart]
    public int ConcurrentConnections { get; init; } = 10_000;

    [Within("1", "100000")]
    [Description(
        "The most requests that one chat or session may send for one message of its user. It stops a model that keeps calling tools: " +
        "further requests get 400 'turn_limit_reached'. A turn begins with a request whose last message is the user's. Sessions are " +
        "known by X-OpenWebUI-Chat-Id and by the headers of agents. Each replica counts the requests it sees; the answers in the " +
        "request's own history count over all replicas. Default: no limit.")]
    public int? RequestsPerTurn { get; init; }

    [Within("64MiB", "1024GiB")]
    [Description(
        "The most memory for the gateway's process. At 90 % new requests get 503 until usage is below 85 %; running requests go on. " +
        "Default: the limit that the runtime sets itself, which is three quarters of a container's limit, or the machine's memory.")]
    public ByteSize? Memory { get; init; }
}
