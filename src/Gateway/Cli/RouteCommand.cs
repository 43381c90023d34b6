using System.CommandLine;

namespace Gateway.Cli;

/// <summary>Implements <c>gateway route explain</c>: where a request would go, and why.</summary>
internal static class RouteCommand
{
    public static Command Create()
    {
        var gateway = new RunningGateway();
        var name = new Argument<string?>("name") { Description = "What a client would write in 'model'.", Arity = ArgumentArity.ZeroOrOne };
        var body = new Option<string?>("--body")
        {
            Description = "Instead of a name and the options below: a file with the request's body, or - for standard input."
        };
        var image = new Option<bool>("--image") { Description = "The request holds an image." };
        var imageUrl = new Option<string?>("--image-url") { Description = "The request holds an image by this address." };
        var tools = new Option<bool>("--tools") { Description = "The request offers a tool." };
        var schema = new Option<bool>("--json-schema") { Description = "The answer shall keep to a JSON schema." };
        var suffix = new Option<bool>("--suffix") { Description = "The request holds a suffix, to fill in before." };
        var tokens = new Option<int>("--tokens") { Description = "About how long the prompt is, up to 5,000,000." };
        var json = new Option<bool>("--json") { Description = "Prints the whole explanation as JSON." };
        var explain = new Command("explain", "Says where a request would go and why, without sending it anywhere.")
        {
            name, body, image, imageUrl, tools, schema, suffix, tokens, json,
        };
        gateway.AddTo(explain);
        explain.SetAction((parsed, stop) => CliAction.RunAsync(parsed, async () =>
        {
            using var content = parsed.GetValue(name) is { } asked
                ? new ExampleRequest(
                    asked, parsed.GetValue(image), parsed.GetValue(imageUrl), parsed.GetValue(tools), parsed.GetValue(schema),
                    parsed.GetValue(suffix), parsed.GetValue(tokens)).ToContent()
                : await ReadAsync(parsed.GetValue(body), stop);
            if (content is null)
            {
                return 2;
            }

            if (await gateway.AskAsync(parsed, HttpMethod.Post, "/v1/route/explain", content, stop) is not { } answer)
            {
                return 1;
            }

            Console.Write(parsed.GetValue(json) ? answer.GetRawText() + Environment.NewLine : ExplanationText.Of(answer));
            return 0;
        }));
        return new Command("route", "Works with routes.") { explain };
    }

    private static async Task<HttpContent?> ReadAsync(string? path, CancellationToken stop)
    {
        if (path is null)
        {
            await Console.Error.WriteLineAsync(
                "Name what a client would ask for, or give a whole request with --body. For example: gateway route explain Coder --image");
            return null;
        }

        try
        {
            return ExampleRequest.Json(path == "-"
                ? System.Text.Encoding.UTF8.GetBytes(await Console.In.ReadToEndAsync(stop))
                : await File.ReadAllBytesAsync(path, stop));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"The body cannot be read: {e.Message}");
            return null;
        }
    }
}
