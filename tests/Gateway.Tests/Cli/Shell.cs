using System.Diagnostics;

namespace Gateway.Tests.Cli;

/// <summary>Runs lines as an operator's shell does, with <c>$gateway</c> for the built program.</summary>
internal static class Shell
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(90);

    public static string Program { get; } = $"dotnet '{Path.Combine(AppContext.BaseDirectory, "gateway.dll")}'";

    /// <param name="folder">Where it is run.</param>
    /// <param name="lines">What is typed; <c>gateway</c> is the built program.</param>
    /// <param name="variables">What is set beside the environment of the tests.</param>
    public static async Task<ShellResult> RunAsync(string folder, string lines, params (string Name, string? Value)[] variables)
    {
        var start = new ProcessStartInfo("bash", ["-c", $"gateway() {{ {Program} \"$@\"; }}\n{lines}"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables.Concat([("GATEWAY_ADMIN_KEY", null), ("GATEWAY_API_KEY", null), ("GATEWAY_CONFIG", null)])
            .DistinctBy(static v => v.Item1))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(s_limit);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return new ShellResult(process.ExitCode, await output, await error);
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
