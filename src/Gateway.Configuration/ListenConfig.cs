using System.ComponentModel;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration;

[Description("The addresses that the gateway listens on.")]
internal sealed record ListenConfig
{
    [Matches("^http://[^/\\s]+:[0-9]{1,5}/?$", "an address such as http://127.0.0.1:4000")]
    [Description("The address of the API: http, a host or IP, and a port. 0.0.0.0 listens on all interfaces and needs keys.")]
    public string Data { get; init; } = "http://127.0.0.1:4000";

    [Matches("^http://[^/\\s]+:[0-9]{1,5}/?$", "an address such as http://127.0.0.1:4001")]
    [Description("The address of the admin API. It must be on this machine (127.0.0.1, [::1] or localhost) and have a port of its own.")]
    public string Admin { get; init; } = "http://127.0.0.1:4001";
}
