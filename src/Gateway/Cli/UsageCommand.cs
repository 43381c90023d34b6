using System.CommandLine;
using System.Text.Json;

namespace Gateway.Cli;

/// <summary>Implements <c>gateway usage</c> and <c>gateway usage export</c>: what was used, by whom, and what it cost.</summary>
internal static class UsageCommand
{
    private const string Path = "/admin/v1/usage";

    public static Command Create()
    {
        var (desk, options) = (new AdminDesk(), new UsageOptions());
        var json = new Option<bool>("--json") { Description = $"Prints what GET {Path} answers instead of a table." };
        var command = new Command("usage", "Prints what was used, and what it cost.") { json, Export() };
        options.AddTo(command);
        desk.AddTo(command);
        command.SetAction((parsed, stop) => CliAction.RunAsync(parsed, async () =>
        {
            if (await desk.AskAsync(parsed, HttpMethod.Get, Path + options.Query(parsed), null, stop) is not { } report)
            {
                return 1;
            }

            Console.Write(parsed.GetValue(json) ? report.GetRawText() + Environment.NewLine : UsageTable.Of(report));
            return 0;
        }));
        return command;
    }

    private static Command Export()
    {
        var (desk, options) = (new AdminDesk(), new UsageOptions());
        var format = new Option<string>("--format") { Description = "csv or json. Default: csv.", DefaultValueFactory = static _ => "csv" };
        var requests = new Option<bool>("--requests")
        {
            Description = "The single requests instead of sums. --metric, --by and --interval do not apply to them."
        };
        var output = new Option<string?>(
            "--output", "-o")
        { Description = "The file. It is replaced when all is written. Default: standard output." };
        var command = new Command("export", "Writes what was used as CSV or JSON, however much it is.") { format, requests, output };
        options.AddTo(command);
        desk.AddTo(command);
        command.SetAction((parsed, stop) => CliAction.RunAsync(parsed, async () =>
        {
            var query = options.Query(
                parsed, ("format", parsed.GetRequiredValue(format)), ("of", parsed.GetValue(requests) ? "requests" : "sums"));
            using var file = new ExportFile(parsed.GetValue(output));
            if (!await desk.CopyAsync(parsed, $"{Path}/export{query}", file.Stream, stop))
            {
                return 1;
            }

            file.Keep();
            return 0;
        }));
        return command;
    }
}
