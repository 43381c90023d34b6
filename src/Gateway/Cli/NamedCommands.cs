using System.CommandLine;
using System.Text.Json;

namespace Gateway.Cli;

/// <summary>Implements <c>gateway teams</c> and <c>gateway quotas</c>: list, create, change and remove named things.</summary>
/// <param name="what">The name for one of them.</param>
/// <param name="fields">Its options.</param>
internal sealed class NamedCommands(string what, Func<BodyOptions> fields)
{
    private readonly string _path = $"/admin/v1/{what}s";

    public static Command Teams() =>
        new NamedCommands(
            "team",
            static () =>
                new BodyOptions().Text("timeZone", "--time-zone", "Where its days and months begin, such as Europe/Berlin.").Limits())
            .Create("Works with teams.");

    public static Command Quotas() => new NamedCommands("quota", static () => new BodyOptions()
            .Text("per", "--per", "Whose use is counted together: key, owner, team or everyone.")
            .Text("of", "--of", "The one key, owner or team for which it holds.")
            .Text("model", "--model", "The one tag or model whose requests count.")
            .Limits())
        .Create("Works with stored quotas.");

    private Command Create(string description) => new(what + "s", description)
    {
        List(), Write("new", HttpMethod.Post, $"Makes a {what}."),
        Write("set", HttpMethod.Patch, $"Changes what is named of a {what}. Limits are set together."), Remove(),
    };

    private Command List()
    {
        var desk = new AdminDesk();
        var command = new Command("list", $"Lists each {what}.");
        desk.AddTo(command);
        command.SetAction((parsed, stop) => CliAction.RunAsync(parsed, async () =>
        {
            if (await desk.ListAsync(parsed, _path, stop) is not { } things)
            {
                return 1;
            }

            Console.Write(
                TextTable.Format([["NAME", "FOR", "LIMITS"], .. things.Select(static t => new[] { t.Text("name"), For(t), Limits(t) })]));
            return 0;
        }));
        return command;
    }

    private Command Write(string verb, HttpMethod method, string description)
    {
        var (desk, options) = (new AdminDesk(), fields());
        var name = new Argument<string>("name") { Description = "Its name." };
        var command = new Command(verb, description) { name };
        options.AddTo(command);
        desk.AddTo(command);
        command.SetAction((parsed, stop) => CliAction.RunAsync(parsed, async () =>
        {
            var (path, body) = method == HttpMethod.Post
                ? (_path, options.Write(parsed, parsed.GetRequiredValue(name)))
                : (PathOf(parsed.GetRequiredValue(name)), options.Write(parsed));
            return Say(await desk.AskAsync(parsed, method, path, body, stop));
        }));
        return command;
    }

    private Command Remove()
    {
        var desk = new AdminDesk();
        var name = new Argument<string>("name") { Description = "Its name." };
        var command = new Command("remove", $"Removes a {what}.") { name };
        desk.AddTo(command);
        command.SetAction((parsed, stop) => CliAction.RunAsync(parsed, async () =>
            Say(await desk.AskAsync(parsed, HttpMethod.Delete, PathOf(parsed.GetRequiredValue(name)), null, stop))));
        return command;
    }

    private string PathOf(string name) => $"{_path}/{Uri.EscapeDataString(name)}";

    private static int Say(JsonElement? answer) => answer is not { } thing ? 1 : CliAction.Say(
        $"{thing.Text("name")}: {(Limits(thing) is { Length: > 0 } limits ? limits : "no limits")}. In force within a second.",
        $"The change of '{thing.Text("name")}' is made all the same.");

    private static string For(JsonElement thing) =>
        string.Join(
            ' ',
            new[] { thing.Text("per"), thing.Text("of"), thing.Text("model"), thing.Text("timeZone") }.Where(static t => t.Length > 0));

    private static string Limits(JsonElement thing) => thing.Member("limits") is { ValueKind: JsonValueKind.Object } limits
        ? string.Join(
            ", ",
            limits.EnumerateObject().Where(static l => l.Value.ValueKind == JsonValueKind.Number).Select(
                static l => $"{l.Name}={l.Value.GetRawText()}"))
        : "";
}
