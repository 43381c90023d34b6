using System.ComponentModel;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration;

[Description(
    "Background requests: the titles, tags, follow-up questions and the like that chat pages request beside a chat and nobody waits " +
    "for. The gateway recognizes them by Open WebUI's X-OpenWebUI-Task, by x-gateway-background: true, or by their form. Other requests " +
    "go before them in every line. They are answered without reasoning, and they have request limits of their own.")]
internal sealed record BackgroundConfig
{
    [Description(
        "true: also recognize background requests by their form. That is a task in Open WebUI's wording that is not streamed, or " +
        "another chat page's request for a title, without tools.")]
    public bool ByForm { get; init; } = true;

    [Matches("^\\S{1,200}$", "up to 200 characters without spaces")]
    [Description(
        "The tag, route or model, as clients write it in 'model', that answers background requests. A route's own 'background' " +
        "overrides it. If it cannot answer, the requested model does. Default: the requested model.")]
    public string? Model { get; init; }

    [Within("1", "1000000")]
    [Description("The most tokens in an answer to a background request, if the client sets no limit itself.")]
    public int MaxTokens { get; init; } = 512;

    [Within("0s", "24h")]
    [Description(
        "How long a person waits in line behind a background request that runs on an own machine and costs nothing. After that, the " +
        "background request is ended if it is not streamed, and is sent again later, once. The tokens that it used are counted. With " +
        "24h, none is ended in practice.")]
    public TimeSpan GiveWayAfter { get; init; } = TimeSpan.FromSeconds(3);

    [Within("0s", "10s")]
    [Description(
        "How long a background request is held back before it goes to a backend that limits its requests at once. Chat pages send it a " +
        "moment before the chat itself, which then finds the place free.")]
    public TimeSpan HoldBack { get; init; } = TimeSpan.FromMilliseconds(200);
}
