using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Gateway.Clients.Tests;

/// <summary>
/// Installs the Node clients once and runs them. Without Node the tests say so and are skipped, except under <c>CI=true</c>, where
/// they fail: a gate that skips itself is none.
/// </summary>
public sealed class NodeClients : IAsyncLifetime
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "node");
    private string? _missing;

    public async ValueTask InitializeAsync()
    {
        try
        {
            var (exit, _, error) = await StartAsync("npm", "ci", "--no-audit", "--no-fund", "--prefer-offline");
            _missing = exit == 0 ? null : $"'npm ci' failed: {error}";
        }
        catch (Win32Exception)
        {
            _missing = "Node.js with npm is not installed.";
        }

        if (_missing is not null && Environment.GetEnvironmentVariable("CI") == "true")
        {
            throw new InvalidOperationException(_missing + " CI needs it.");
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Runs a client's script.</summary>
    /// <returns>What it understood of the answer.</returns>
    public async Task<JsonNode> RunAsync(string client, Uri gateway, string model)
    {
        Assert.SkipWhen(_missing is not null, _missing ?? "");
        var (exit, output, error) = await StartAsync("node", $"{client}.mjs", new Uri(gateway, "v1").ToString(), model);
        Assert.True(exit == 0, output + error);
        return JsonNode.Parse(output)!;
    }

    private static async Task<(int Exit, string Output, string Error)> StartAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
