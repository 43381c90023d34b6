using System.ComponentModel;
using Gateway.Configuration.Binding;

namespace Gateway.Configuration;

[Description("The addresses the gateway listens on.")]
internal sealed record ListenConfig
{
    [Matches("^http://[^/\\s]+:[0-9]{1,5}/?$", "an address such as http://127.0.0.1:4000")]
    [Description("Address of the API: http, a host or IP, and a port. 0.0.0.0 listens on all interfaces and needs keys.")]
    public string Data { get; init; } = "http://127.0.0.1:4000";

    [Matches("^http://[^/\\s]+:[0-9]{1,5}/?$", "an address such as http://127.0.0.1:4001")]
    [Description("Address of the admin API, which must be one of this machine: 127.0.0.1, [::1] or localhost, with a port of its own.")]
    public string Admin { get; init; } = "http://127.0.0.1:4001";
}
