using System.CommandLine;
using System.Text.Json;

namespace Gateway.Cli;

/// <summary>Implements <c>gateway models</c>: the table of all models a running gateway knows.</summary>
internal static class ModelsCommand
{
    public static Command Create()
    {
        var gateway = new RunningGateway();
        var tag = new Option<string?>("--tag") { Description = "Only models with this tag, or with all of several: Coder+Vision." };
        var type = new Option<string?>("--sub-type")
        {
            Description =
                "Only models of this type: chat, embedding, reranker, text-to-image, speech-to-text, text-to-speech, text-to-video."
        };
        var json = new Option<bool>("--json") { Description = "Prints what GET /v1/models answers instead of a table." };
        var command = new Command(
            "models",
            "Prints the models of a running gateway: what they can do, who says so, what they cost and need.") { tag, type, json };
        gateway.AddTo(command);
        command.SetAction((parsed, stop) => CliAction.RunAsync(parsed, async () =>
        {
            var query = string.Join('&', new[] { ("tag", parsed.GetValue(tag)), ("sub_type", parsed.GetValue(type)) }
                .Where(q => q.Item2 is not null)
                .Select(q => $"{q.Item1}={Uri.EscapeDataString(q.Item2!)}"));
            if (await gateway.AskAsync(parsed, HttpMethod.Get, "/v1/models?" + query, null, stop) is not { } list)
            {
                return 1;
            }

            if (list.Items("data").Any(i => i.Member("gateway") is null))
            {
                await Console.Error.WriteLineAsync("What answers there lists models, but is no gateway.");
                return 1;
            }

            Console.Write(parsed.GetValue(json) ? list.GetRawText() + Environment.NewLine : Table(list));
            return 0;
        }));
        return command;
    }

    private static string Table(JsonElement list)
    {
        var rows = list.Items("data")
            .Select(i => i.GetProperty("gateway"))
            .SelectMany(g => g.Items("on"))
            .OrderBy(c => c.Text("backend"), StringComparer.OrdinalIgnoreCase)
            .Select(Row)
            .Prepend(["MODEL", "BACKEND", "TYPE", "TAGS", "CONTEXT", "PARAMS", "QUANT", "NEEDS", "PRICE IN/OUT", "PLACE", "IS", "LIFE"])
            .ToList();
        if (rows.Skip(1).All(static r => r[^1].Length == 0))
        {
            rows = [.. rows.Select(static r => r[..^1])];
        }

        return rows.Count == 1
            ? "No models." + Environment.NewLine
            : TextTable.Format(rows) + Environment.NewLine
                + "TAGS: who says so: o operator, b backend, t the gateway's table, n the name alone. PRICE: a million tokens, as of "
                + "the table's date; + more for long prompts. LIFE, where there is something: what its provider announced."
                + Environment.NewLine;
    }

    private static string[] Row(JsonElement card) =>
    [
        card.Text("model"),
        card.Text("backend"),
        card.Text("type"),
        string.Join(' ', card.GetProperty("tags").EnumerateObject().Select(t => $"{t.Name}/{t.Value.GetString()![0]}")),
        card.Text("contextLength"),
        Parameters(card),
        card.Text("quantization"),
        card.Member("size") is { } size ? $"{size.Text("memoryGiB")} GiB, {size.Text("class")}" : "",
        Price(card),
        card.Text("place") + (card.Text("warm") == "yes" ? ", warm" : ""),
        card.Text("distilled") == "yes"
            ? $"{card.Text("family")} distilled{(card.Text("baseModel") is { Length: > 0 } from ? " onto " + from : "")}"
            : card.Text("family"),
        Life(card),
    ];

    private static string Parameters(JsonElement card) =>
        (card.Text("parameters"), card.Text("activeParameters")) switch
        {
            ("", _) => "",
            (var all, "") => all + "B",
            var (all, active) => $"{all}B, {active}B active",
        };

    private static string Price(JsonElement card)
    {
        if (card.Member("price") is not { } price)
        {
            return card.Text("place") == "local" ? "free" : "";
        }

        var steps = price.Items("perMillionTokens").ToList();
        var tokens = steps.Count == 0 ? "" : $"{steps[0].Text("input")}/{steps[0].Text("output")}";
        var units = price.Member("perUnit") is { } each
            ? each.EnumerateObject().Select(static u => $"{u.Value.GetRawText()} a {u.Name}")
            : [];
        return $"{string.Join(", ", units.Prepend(tokens).Where(static t => t.Length > 0))} {price.Text("currency")}"
            + (steps.Count > 1 ? "+" : "");
    }

    // What its provider announced: the day, and what to use instead.
    private static string Life(JsonElement card) => card.Member("life") is { } life
        ? $"{life.Text("change")} {life.Text("on")}{(life.Text("use") is { Length: > 0 } other ? ": use " + other : "")}"
        : "";
}
