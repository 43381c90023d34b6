using System.ComponentModel;
using Gateway.Configuration.Binding;

namespace Gateway.Configuration;

[Description("Background requests: titles, tags, follow-up questions and the like, which chat pages ask for beside a chat and nobody waits for. Known by Open WebUI's X-OpenWebUI-Task, by x-gateway-background: true, or by their form. People go before them in every line, they do not think, and they have limits of requests of their own.")]
internal sealed record BackgroundConfig
{
    [Description("Whether they are also known by their form: a task as Open WebUI words it that is not streamed, or another chat page's request for a title, without tools.")]
    public bool ByForm { get; init; } = true;

    [Matches("^\\S{1,200}$", "up to 200 characters without spaces")]
    [Description("The tag, route or model, as clients write it in 'model', that answers them where their route names none under 'background'. Where it cannot, what was asked for does. Default: what was asked for.")]
    public string? Model { get; init; }

    [Within("1", "1000000")]
    [Description("The most tokens of their answers, where the client names no limit itself.")]
    public int MaxTokens { get; init; } = 512;

    [Within("0s", "24h")]
    [Description("How long a person waits in line at most behind one that runs on an own machine and costs nothing: then it is ended, if it is not streamed, and sent again later, once. What it used is counted. 24h in effect never ends one.")]
    public TimeSpan GiveWayAfter { get; init; } = TimeSpan.FromSeconds(3);

    [Within("0s", "10s")]
    [Description("How long one is held back before a backend that takes only so many requests at a time. Chat pages send them a moment before the chat itself, which so finds the place free.")]
    public TimeSpan HoldBack { get; init; } = TimeSpan.FromMilliseconds(200);
}
