using System.ComponentModel;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration;

[Description("How answers are streamed to clients.")]
internal sealed record StreamsConfig
{
    [Within("1s", "5m")]
    [Description(
        "How long a client waits for the first event of a stream before it gets the comment ': keep-alive', and again after each such " +
        "wait, so that no proxy takes the silence for the end. From then on the answer has status 200 and no headers that name its " +
        "backend. If all candidates then fail, it ends with an error event. Default: no comments, except as keepAliveInLine says.")]
    public TimeSpan? KeepAlive { get; init; }

    [Within("0s", "5m")]
    [Description(
        "The same interval for a client whose request waits in line for a backend, or for a server that reports that it is loading the " +
        "model. The comment tells its place in line. 0s: off.")]
    public TimeSpan KeepAliveInLine { get; init; } = TimeSpan.FromSeconds(15);

    [Within("1ms", "200ms")]
    [Description(
        "While the gateway uses 80 % of its processors: how long the pieces of a stream are gathered before they are sent to the client " +
        "together, such as 20ms. No piece waits longer than that, and the first goes at once. Routes may set a 'gather' of their own, " +
        "which always holds. Default: each piece is sent as it arrives.")]
    public TimeSpan? Gather { get; init; }

    [Description(
        "true: reasoning that a model writes between <think> and </think> at the start of its text is delivered as reasoning, like that " +
        "of other backends. It applies only to models known to reason, streamed or not.")]
    public bool ThinkTags { get; init; } = true;
}
