using System.Text;
using System.Text.Json;

namespace Gateway.Cli;

/// <summary>
/// Writes an explanation for people: the choice, what the request needs, which candidates are tried, and which are skipped and why.
/// </summary>
internal static class ExplanationText
{
    public static string Of(JsonElement answer)
    {
        var text = new StringBuilder();
        text.AppendLine(answer.Text("summary"));
        if (answer.Member("error") is { } error)
        {
            text.AppendLine().AppendLine($"A client would get {answer.Text("status")} {error.Text("code")}.");
        }

        var request = answer.GetProperty("request");
        var needs = request.Items("needs").Select(n => n.GetString()).ToList();
        text.AppendLine().AppendLine(
            $"The request: about {request.Text("promptTokens")} tokens{(needs.Count > 0 ? ", needs " + string.Join(", ", needs) : "")}.");
        var candidates = answer.Items("candidates").ToList();
        Append(text, "Tried in this order", [.. candidates.Where(c => c.GetProperty("order").GetInt32() > 0).Select(Candidate)]);
        Append(text, "Passed over", [.. candidates.Where(c => c.GetProperty("order").GetInt32() == 0).Select(Candidate)]);
        if (answer.GetProperty("omitted").GetInt32() is > 0 and var omitted)
        {
            text.AppendLine($"  and {omitted} more");
        }

        Append(text, "Backends", [.. answer.Items("backends").Select(Backend)]);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string title, List<string[]> rows)
    {
        if (rows.Count > 0)
        {
            text.AppendLine().AppendLine(title + ":").Append(TextTable.Format(rows));
        }
    }

    private static string[] Candidate(JsonElement candidate) =>
    [
        candidate.GetProperty("order").GetInt32() is > 0 and var order ? $"  {order}." : "  -",
        $"{candidate.Text("backend")}/{candidate.Text("model")}",
        candidate.Text("reason") + (candidate.Text("quota") is { Length: > 0 } quota ? $"; not now: {quota}" : "")
            + (candidate.Text("health") is "" or "ok" ? "" : $" ({candidate.Text("health")})"),
    ];

    private static string[] Backend(JsonElement backend) =>
    [
        "  " + backend.Text("name"),
        backend.Member("models") is null
            ? "has not told its models yet"
            : $"{backend.Text("models")} models, as told {backend.Text("listAgeSeconds")} s ago",
        string.Join(
            "; ",
            new[]
            {
                backend.Text("waiting") is "" or "0" ? "" : $"{backend.Text("waiting")} wait", backend.Text("problem"), backend.Text("note")
            }.Where(t => t.Length > 0)),
    ];
}
