using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Gateway.Cli;

/// <summary>Implements <c>gateway keys</c>: lists, creates, revokes and rotates keys, in the database or through a gateway's API.</summary>
internal static class KeysCommand
{
    private const string Path = "/admin/v1/keys";

    public static Command Create() =>
        new(
            "keys",
            "Works with API keys.")
            {
                List(), New(), Change("revoke", "Ends a key for good."),
                Change("rotate", "Gives a key another text; the old one ends at once.")
            };

    private static Command List()
    {
        var desk = new AdminDesk();
        var json = new Option<bool>("--json") { Description = "Prints JSON instead of a table." };
        var command = new Command("list", "Lists the keys of the configuration file and the database.") { json };
        desk.AddTo(command);
        command.SetAction((parsed, stop) => CliAction.RunAsync(parsed, async () =>
        {
            if (await desk.ListAsync(parsed, Path, stop) is not { } keys)
            {
                return 1;
            }

            Console.Write(parsed.GetValue(json)
                ? string.Concat(keys.Select(static k => k.GetRawText() + Environment.NewLine))
                : TextTable.Format([["NAME", "ID", "ROLE", "OWNER", "TEAM", "STANDING", "EXPIRES", "KEY"], .. keys.Select(Row)]));
            return 0;
        }));
        return command;
    }

    private static Command New()
    {
        var desk = new AdminDesk();
        var name = new Argument<string>("name") { Description = "What the log shall call the key.", DefaultValueFactory = _ => "new-key" };
        var store = new Option<bool>("--store")
        {
            Description = "Keeps it in the database, which is made if it is not there. Default where there is one."
        };
        var entry = new Option<bool>("--entry")
        {
            Description = "Stores nothing and prints the entry for the configuration file. Default where there is no database."
        };
        var fields = new BodyOptions()
            .Text("owner", "--owner", "Whose key it is.")
            .Text("team", "--team", "The group its owner belongs to.")
            .Text("role", "--role", "What it may do with the admin API: member, lead or admin.")
            .List("tags", "--tags", "The tags and routes it may ask for.")
            .List("models", "--models", "The models it may ask for by name.")
            .List("networks", "--networks", "The networks it may be used from, such as 10.0.0.0/8.")
            .Flag("localOnly", "--local-only", "What it sends may not leave the team's own machines.")
            .Flag("onBehalfOf", "--on-behalf-of", "Its holder is a front end that says for whom it asks.")
            .Text("tools", "--tools", "Whether its requests may be answered without the tools that they offer: auto, optional or required.")
            .Text("expires", "--expires", "When it ends, such as 2026-12-31.")
            .Limits();
        var command = new Command("new", "Makes a key, which is shown once. Only its hash is kept.") { name, store, entry };
        fields.AddTo(command);
        desk.AddTo(command);
        command.SetAction((parsed, stop) => CliAction.RunAsync(parsed, async () =>
        {
            var body = fields.Write(parsed, parsed.GetRequiredValue(name));
            var isStored = parsed.GetValue(entry) ? false : parsed.GetValue(store) ? true : await desk.HasDatabaseAsync(parsed);
            return isStored switch
            {
                true => Show(await desk.AskAsync(parsed, HttpMethod.Post, Path, body, stop)),
                false => KeyEntry.Print(body),
                null => 1,
            };
        }));
        return command;
    }

    private static Command Change(string verb, string description)
    {
        var desk = new AdminDesk();
        var which = new Argument<string>("key") { Description = "Its id or its name." };
        var command = new Command(verb, description) { which };
        desk.AddTo(command);
        command.SetAction((parsed, stop) => CliAction.RunAsync(parsed, async () =>
        {
            if (await desk.ListAsync(parsed, Path, stop) is not { } keys)
            {
                return 1;
            }

            var wanted = parsed.GetRequiredValue(which);
            var found = keys.Where(k => k.Text("id") == wanted).Concat(
                keys.Where(k => k.Text("name").Equals(wanted, StringComparison.OrdinalIgnoreCase))).ToList();
            if (found.Count == 0)
            {
                await Console.Error.WriteLineAsync($"There is no key '{wanted}'. 'gateway keys list' shows those there are.");
                return 1;
            }

            var answer = await desk.AskAsync(
                parsed, HttpMethod.Post, $"{Path}/{Uri.EscapeDataString(found[0].Text("id"))}/{verb}", null, stop);
            var name = found[0].Text("name");
            return verb == "rotate" ? Show(answer)
                : answer is null ? 1
                : CliAction.Say(
                    $"The key '{name}' is revoked. Gateways that run refuse it within a second.",
                    $"The key '{name}' is revoked all the same.");
        }));
        return command;
    }

    private static int Show(JsonElement? answer)
    {
        if (answer is not { } made)
        {
            return 1;
        }

        var (name, id) = (made.GetProperty("key").Text("name"), made.GetProperty("key").Text("id"));
        return CliAction.Say(
            $"""
            The key '{name}' (id {id}), for the client. It is shown this once:

              {made.Text("secret")}

            Gateways that run take it within a second.
            """,
            $"The key '{name}' (id {id}) is made, but nobody has seen it: "
            + $"'gateway keys rotate {id}' gives it another text, 'gateway keys revoke {id}' ends it.");
    }

    private static string[] Row(JsonElement key) =>
    [
        key.Text("name"), key.Text("id"), key.Text("role"), key.Text("owner"), key.Text("team"), Standing(key), Moment(key.Text("expires")),
        key.Text("display"),
    ];

    private static string Standing(JsonElement key) =>
        key.Text("revoked").Length > 0 ? $"revoked {Moment(key.Text("revoked"))}"
        : key.Text("disabled") == "yes" ? "disabled"
        : DateTimeOffset.TryParse(key.Text("expires"), CultureInfo.InvariantCulture, out var end) && end <= TimeProvider.System.GetUtcNow()
            ? "expired"
        : "good";

    private static string Moment(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var moment)
            ? moment.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture)
            : "";
}
