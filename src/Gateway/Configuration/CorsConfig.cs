using System.ComponentModel;

namespace Gateway.Configuration;

[Description("Which web pages may call the gateway. With keys, any page may, since a page needs a key as any client does. Without keys, only pages of this machine, browser extensions and desktop apps may, and those named here.")]
internal sealed record CorsConfig
{
    [Description("Further origins to allow without keys, such as https://chat.example.org.")]
    public IReadOnlyList<string> Origins { get; init; } = [];
}
