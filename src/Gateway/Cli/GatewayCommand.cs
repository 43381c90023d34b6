using System.CommandLine;
using Gateway.Authentication;
using Gateway.Configuration;
using Gateway.Configuration.Loading;

namespace Gateway.Cli;

/// <summary>The command line. Without a command the gateway runs.</summary>
internal static class GatewayCommand
{
    /// <param name="build">Builds the application from a configuration.</param>
    public static RootCommand Create(Func<ConfigSource, ServerSecrets, string[], WebApplication> build)
    {
        var config = new Option<string?>("--config")
        {
            Description = "The configuration file. Default: GATEWAY_CONFIG, else config/gateway.yaml, else what is built in.",
        };
        var root = new RootCommand("An OpenAI-compatible gateway that routes by model tag. Without a command it runs.")
        {
            DemoCommand.Create(build),
            ModelsCommand.Create(),
            BackendsCommand.Create(),
            RouteCommand.Create(),
            KeysCommand.Create(),
            NamedCommands.Teams(),
            NamedCommands.Quotas(),
            AuditCommand.Create(),
            UsageCommand.Create(),
            AlertsCommand.Create(),
            PricesCommand.Create(),
            ConfigCommand.Create(),
        };
        root.Options.Add(config);
        // The rest goes to the host, which takes settings such as --Logging:LogLevel:Default=Debug.
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction(async (parsed, _) => Unmatched.Refuse(parsed, takesHostOptions: true)
            ?? await ServeCommand.RunAsync(ConfigLocation.Find(parsed.GetValue(config)), build, [.. parsed.UnmatchedTokens]));
        return root;
    }
}
