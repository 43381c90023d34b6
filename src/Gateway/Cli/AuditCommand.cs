using System.CommandLine;
using System.Text.Json;

namespace Gateway.Cli;

/// <summary>Implements <c>gateway audit verify</c> and <c>gateway audit list</c>.</summary>
internal static class AuditCommand
{
    public static Command Create() => new("audit", "Reads the log of every change of keys, teams and quotas.") { List(), Verify() };

    private static Command List()
    {
        var desk = new AdminDesk();
        var json = new Option<bool>("--json")
        {
            Description = "Prints JSON, with how everything was before and after, instead of a table."
        };
        var command = new Command("list", "Prints every entry, the latest first.") { json };
        desk.AddTo(command);
        command.SetAction((parsed, stop) => CliAction.RunAsync(parsed, async () =>
        {
            if (await desk.ListAsync(parsed, "/admin/v1/audit", stop) is not { } entries)
            {
                return 1;
            }

            Console.Write(parsed.GetValue(json)
                ? string.Concat(entries.Select(static e => e.GetRawText() + Environment.NewLine))
                : TextTable.Format(
                    [["NUMBER", "AT", "BY", "FROM", "ACTION", "TARGET"],
                    .. entries.Select(
                        static e =>
                            new[] { e.Text("number"), e.Text("at"), e.Text("by"), e.Text("from"), e.Text("action"), e.Text("target") })]));
            return 0;
        }));
        return command;
    }

    private static Command Verify()
    {
        var desk = new AdminDesk();
        var command = new Command("verify", "Says whether the log is as it was written; fails when it is not.");
        desk.AddTo(command);
        command.SetAction((parsed, stop) => CliAction.RunAsync(parsed, async () =>
        {
            if (await desk.AskAsync(parsed, HttpMethod.Get, "/admin/v1/audit/verify", null, stop) is not { } verdict)
            {
                return 1;
            }

            var holds = verdict.GetProperty("holds").GetBoolean();
            Console.WriteLine(holds
                ? $"The log holds: {verdict.Text("entries")} entries. The last one's hash, by which a cut end is known later: "
                    + $"{verdict.Text("lastHash")}"
                : $"The log was changed: entry {verdict.Text("firstBroken")} does not follow the {verdict.Text("entries")} before it.");
            return holds ? 0 : 1;
        }));
        return command;
    }
}
