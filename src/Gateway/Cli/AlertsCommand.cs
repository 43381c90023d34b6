using System.CommandLine;
using System.Text.Json;
using Gateway.Admin;
using Gateway.Alerts.Targets;
using Gateway.Configuration;
using Gateway.Configuration.Binding;

namespace Gateway.Cli;

/// <summary>Implements <c>gateway alerts</c> and <c>gateway alerts test</c>.</summary>
internal static class AlertsCommand
{
    private const string Path = "/admin/v1/alerts";

    public static Command Create()
    {
        var gateway = new RunningGateway(admin: true);
        var json = new Option<bool>("--json") { Description = $"Prints what GET {Path} answers instead of a table." };
        var command = new Command("alerts", "Prints what is wrong now at a running gateway, and whether its targets take alerts.")
        {
            json, Test(),
        };
        gateway.AddTo(command);
        command.SetAction((parsed, stop) => CliAction.RunAsync(parsed, async () =>
        {
            if (await gateway.AskAsync(parsed, HttpMethod.Get, Path, null, stop) is not { } list)
            {
                return 1;
            }

            Console.Write(parsed.GetValue(json) ? list.GetRawText() + Environment.NewLine : Table(list));
            return 0;
        }));
        return command;
    }

    private static Command Test()
    {
        var gateway = new RunningGateway(
            admin: true,
            "The admin address of a gateway that sends them, such as http://127.0.0.1:4001. Default: this command sends them itself, with "
            + "the secrets of its own environment.");
        var target = new Argument<string?>("target")
        {
            Description = "The target's name. Default: all.",
            Arity = ArgumentArity.ZeroOrOne
        };
        var command = new Command(
            "test", "Sends a test message to each target of alerts, and prints its word; fails if one does not take it.")
        {
            target
        };
        gateway.AddTo(command);
        command.SetAction((parsed, stop) => CliAction.RunAsync(parsed, async () =>
        {
            var name = parsed.GetValue(target) ?? "";
            var rows = gateway.IsNamed(parsed)
                ? await AskAsync(gateway, parsed, name, stop)
                : await SendAsync(gateway.Location(parsed), name, stop);
            if (rows is null)
            {
                return 1;
            }

            Console.Write(TextTable.Format([["TARGET", "KIND", "TAKEN", "ITS WORD"], .. rows.Select(static r => r.Cells)]));
            return rows.All(static r => r.IsTaken) ? 0 : 1;
        }));
        return command;
    }

    private static async Task<IReadOnlyList<(string[] Cells, bool IsTaken)>?> AskAsync(
        RunningGateway gateway, ParseResult parsed, string name, CancellationToken stop)
    {
        var query = name.Length == 0 ? "" : $"?{AlertsEndpoint.Target}={Uri.EscapeDataString(name)}";
        return await gateway.AskAsync(parsed, HttpMethod.Post, $"{Path}/test{query}", null, stop) is { } list
            ? [.. list.Items("data").Select(
                static t => Row(t.Text("target"), t.Text("kind"), t.GetProperty("taken").GetBoolean(), t.Text("word")))]
            : null;
    }

    private static async Task<IReadOnlyList<(string[] Cells, bool IsTaken)>?> SendAsync(
        ConfigLocation location, string name, CancellationToken stop)
    {
        if (ConfigCommand.TryLoad(location)?.Config.Alerts.Targets is not { } all)
        {
            return null;
        }

        IReadOnlyList<AlertTargetConfig> wanted =
            name.Length == 0 ? all : [.. all.Where(t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
        if (wanted.Count == 0)
        {
            await Console.Error.WriteLineAsync($"{location.Name}: alerts.targets {AlertsEndpoint.WhyNone(name, all)}");
            return null;
        }

        using var sender = new AlertSender(TimeProvider.System);
        var verdicts = await Task.WhenAll(wanted.Select(t => sender.TestAsync(t, stop)));
        return [.. wanted.Zip(verdicts, static (t, v) => Row(t.Name, ScalarParser.Format(t.Kind), v.IsTaken, v.Word))];
    }

    private static (string[] Cells, bool IsTaken) Row(string name, string kind, bool isTaken, string word) =>
        ([name, kind, isTaken ? "yes" : "no", word], isTaken);

    private static string Table(JsonElement list)
    {
        var (alerts, targets) = (list.Items("data").ToList(), list.Items("targets").ToList());
        var what = alerts.Count == 0
            ? "Nothing is wrong." + Environment.NewLine
            : TextTable.Format(
                [["KIND", "ABOUT", "STATE", "SINCE", "TIMES", "TOLD"], .. alerts.Select(static a => new[]
                {
                    a.Text("kind"), a.Text("subject"), a.Text("state"), a.Text("since"), a.Text("times"),
                    string.Join(", ", a.Items("told").Select(static t => $"{t.Text("target")}: {t.Text("state")}")),
                })]);
        return targets.Count == 0
            ? what + Environment.NewLine + "No target is configured, so nobody is told." + Environment.NewLine
            : what + Environment.NewLine + TextTable.Format(
                [["TARGET", "KIND", "STATE", "WAITING", "ITS LAST WORD"], .. targets.Select(static t => new[]
                {
                    t.Text("name"), t.Text("kind"), t.Text("state"), t.Text("waiting"), t.Text("lastWord"),
                })]);
    }
}
