using System.ComponentModel;
using Gateway.Configuration.Binding;

namespace Gateway.Configuration;

[Description("How answers are streamed to clients.")]
internal sealed record StreamsConfig
{
    [Within("1s", "5m")]
    [Description("A client that waits this long for the first event of a stream is sent a comment, ': keep-alive', and again each time as long passes, so that nothing on its way takes the silence for the end. The answer has status 200 from then on, no headers that say who answers, and if all candidates fail it ends with an error event. Without a value only those are sent comments that wait in a line or for a load, see keepAliveInLine.")]
    public TimeSpan? KeepAlive { get; init; }

    [Within("0s", "5m")]
    [Description("The same for a client whose request waits for its turn before a backend, or for a server that says that it loads its model: the comment tells its place in line. Without keepAlive no other wait is told. 0s: off. Default: 15s.")]
    public TimeSpan KeepAliveInLine { get; init; } = TimeSpan.FromSeconds(15);

    [Description("Whether reasoning that a model puts between <think> and </think> at the start of its text becomes reasoning, as that of other backends. Of models known to reason only; streamed or not.")]
    public bool ThinkTags { get; init; } = true;
}
