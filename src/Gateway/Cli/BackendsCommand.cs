using System.CommandLine;
using System.Text.Json;

namespace Gateway.Cli;

/// <summary>
/// Implements <c>gateway backends</c>: the state of a running gateway's backends, and which of their models are left alone.
/// </summary>
internal static class BackendsCommand
{
    public static Command Create()
    {
        var gateway = new RunningGateway(admin: true);
        var json = new Option<bool>("--json") { Description = "Prints what GET /admin/v1/backends answers instead of a table." };
        var command = new Command(
            "backends",
            "Prints how the backends of a running gateway are: problems, who waits, which models are left alone and for how long.")
            {
                json
            };
        gateway.AddTo(command);
        command.SetAction((parsed, stop) => CliAction.RunAsync(parsed, async () =>
        {
            if (await gateway.AskAsync(parsed, HttpMethod.Get, "/admin/v1/backends", null, stop) is not { } list)
            {
                return 1;
            }

            Console.Write(parsed.GetValue(json) ? list.GetRawText() + Environment.NewLine : Table(list));
            return 0;
        }));
        return command;
    }

    private static string Table(JsonElement list)
    {
        var backends = list.Items("data").ToList();
        if (backends.Count == 0)
        {
            return "No backends." + Environment.NewLine;
        }

        var text = TextTable.Format(
            [["BACKEND", "PROVIDER", "PLACE", "MODELS", "READ", "RUNNING", "WAITING", "EXPECTED WAIT", "PROBLEM"],
            .. backends.Select(Backend)]);
        var models = backends.SelectMany(b => b.Items("models").Select(m => Model(b, m))).ToList();
        return models.Count == 0
            ? text
            : text + Environment.NewLine
                + TextTable.Format(
                    [["MODEL", "BACKEND", "HEALTH", "SHARE", "WARM", "RUNNING", "WAITING", "FIRST TOKEN", "TOKENS/S"], .. models]);
    }

    private static string[] Backend(JsonElement backend) =>
    [
        backend.Text("name"),
        backend.Text("provider"),
        backend.Text("local") == "yes" ? "local" : "cloud",
        backend.Text("modelCount"),
        backend.Member("listAgeSeconds") is null ? "never" : backend.Text("listAgeSeconds") + " s ago",
        // Without a line before it, only the requests in flight are known.
        backend.Member("running") is null ? backend.Text("inFlight")
            : backend.Text("maxConcurrent") == "0" ? backend.Text("running")
            : $"{backend.Text("running")} of {backend.Text("maxConcurrent")}",
        backend.Text("waiting"),
        Seconds(backend, "expectedWaitSeconds"),
        string.Join("; ", new[] { Problem(backend), backend.Text("note") }.Where(t => t.Length > 0)),
    ];

    private static string Problem(JsonElement backend) =>
        backend.Text("problem") + (backend.Member("problemSeconds") is null ? "" : $" (for {backend.Text("problemSeconds")} s)");

    private static string[] Model(JsonElement backend, JsonElement model) =>
    [
        model.Text("name"),
        backend.Text("name"),
        model.Member("healthSeconds") is null ? model.Text("health") : $"{model.Text("health")}, {Seconds(model, "healthSeconds")}",
        model.Text("share"),
        model.Text("warm"),
        model.Member("running") is null ? "" : $"{model.Text("running")} of {model.Text("places")}",
        model.Text("waiting"),
        Seconds(model, "firstTokenSeconds"),
        model.Text("tokensPerSecond"),
    ];

    private static string Seconds(JsonElement json, string name) => json.Member(name) is null ? "" : json.Text(name) + " s";
}
