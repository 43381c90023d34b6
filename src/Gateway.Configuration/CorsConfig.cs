using System.ComponentModel;

namespace Gateway.Configuration;

[Description(
    "Which web pages may call the gateway. With keys, any page may, because a page needs a key like any other client. Without keys, " +
    "only pages of this machine, browser extensions, desktop apps and the origins listed here may.")]
internal sealed record CorsConfig
{
    [Description("More origins that may call the gateway without keys, such as https://chat.example.org. Default: none.")]
    public IReadOnlyList<string> Origins { get; init; } = [];
}
