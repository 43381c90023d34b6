namespace Gateway.Clients.Tests.Node;

/// <summary>Continue's command line, <c>cn</c>, in a folder and a home of its own.</summary>
public sealed class ContinueCli
{
    private readonly NodePackages _packages = new("cn");

    /// <summary>Says "hi" to a model and gives what was printed.</summary>
    /// <param name="gateway">The gateway's address.</param>
    /// <param name="model">The model.</param>
    /// <param name="files">What lies in the folder it works in.</param>
    public async Task<string> RunAsync(Uri gateway, string model, params (string Name, string Content)[] files)
    {
        var home = Directory.CreateTempSubdirectory("gateway-cn-");
        try
        {
            var work = home.CreateSubdirectory("work");
            foreach (var (name, content) in files)
            {
                await File.WriteAllTextAsync(Path.Combine(work.FullName, name), content);
            }

            var config = Path.Combine(home.FullName, "cn.yaml");
            await File.WriteAllTextAsync(config, $"""
                name: test
                version: 1.0.0
                schema: v1
                models:
                  - name: it
                    provider: openai
                    model: {model}
                    apiBase: {new Uri(gateway, "v1")}
                    apiKey: unused
                    roles: [chat]
                    capabilities: [tool_use]
                """);
            var (exit, output, error) = await _packages.RunAsync(
                "node_modules/@continuedev/cli/dist/cn.js", work.FullName, Variables(home.FullName), "-p", "hi", "--config", config);
            Assert.True(exit == 0, output + error);
            return output;
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static Dictionary<string, string> Variables(string home) => new()
    {
        ["HOME"] = home,
        ["CONTINUE_GLOBAL_DIR"] = Path.Combine(home, ".continue"),
        ["CONTINUE_CLI_ENABLE_TELEMETRY"] = "0",
        ["CONTINUE_METRICS_ENABLED"] = "0",
        // It would install its next version otherwise.
        ["CONTINUE_CLI_AUTO_UPDATED"] = "true",
    };
}
