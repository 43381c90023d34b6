using System.Diagnostics;
using Gateway.Simulator.Answers;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Requests;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Streaming;

namespace Gateway.Simulator.Endpoints;

/// <summary>Answers chat requests.</summary>
internal sealed class ChatEndpoint(BackendState state)
{
    public const string Beta = "/beta/chat/completions";

    public async Task HandleAsync(HttpContext http)
    {
        var count = state.Counters.Request();
        using var watch = new ClientWatch(state.Counters, state.Log, http.RequestAborted);
        try
        {
            await HandleAsync(http, watch, count);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException || http.RequestAborted.IsCancellationRequested)
        {
            // The client has left, and the watch has seen it.
            http.Abort();
        }
        finally
        {
            state.Counters.RequestEnded();
        }
    }

    private async Task HandleAsync(HttpContext http, ClientWatch watch, long count)
    {
        using var buffer = new MemoryStream();
        await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
        var body = buffer.ToArray();
        var request = ChatRequestReader.Read(body) is { } read ? read with { IsBeta = http.Request.Path == Beta } : null;
        // Taken before the request can be seen, see ReleaseGate.
        var release = request?.Model is { } named && state.Models.Contains(named) ? state.Gate.Next(named) : Task.CompletedTask;
        var headers = http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        state.Log.Add(new ReceivedRequest(http.Request.Path, request?.Model, headers, body, Stopwatch.GetTimestamp()));

        var (script, refusal) = Admit(http, request);
        if (script is { Hold: true })
        {
            await release.WaitAsync(http.RequestAborted);
            release = state.Gate.Next(request!.Model!);
        }
        var model = script is null ? null : state.Held.Find(request!.Model);
        var silence = script is null ? 0 : script.FirstByteDelayMs + (model is not null && state.IsCold(model) ? script.ColdLoadMs : 0);
        if (silence > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(silence), state.Time, http.RequestAborted);
        }
        if ((refusal ?? Scripted(script!, request!)) is { } error)
        {
            state.Counters.Failure();
            watch.Over();
            await Replies.ErrorAsync(http, error);
            return;
        }
        if (model is not null)
        {
            state.Use(model);
        }
        await AnswerAsync(http, watch, request!, script!, release, state.Dialect.NewId(count, state.Time));
    }

    /// <returns>The script to follow, or why the provider refuses the request.</returns>
    private (ModelScript? Script, ErrorAnswer? Refusal) Admit(HttpContext http, ChatRequest? request)
    {
        var dialect = state.Dialect;
        if (Authorization.Refuse(http, state) is { } unauthorized)
        {
            return (null, unauthorized);
        }
        if (request?.Model is not { } model)
        {
            return (null, dialect.Error("badRequest"));
        }
        if (state.Held.Find(model) is not { } facts)
        {
            return (null, dialect.Error("modelNotFound", model));
        }
        if (!facts.CanChat)
        {
            return (null, dialect.Error(dialect.NotForChat, model));
        }
        if ((dialect.Refusal(request) ?? dialect.Lack(request.Needs, facts, state.Options)) is { } name)
        {
            return (null, dialect.Error(name, model));
        }
        if (QuirkErrors.Of(dialect.Name, request.Quirks, facts.Can("thinking")) is { } refusal)
        {
            return (null, refusal);
        }
        try
        {
            var script = state.Scripts.For(model, request.Simulate);
            return request.Members.FirstOrDefault(m => script.Refuses?.Contains(m) == true) is { } member
                ? (null, QuirkErrors.UnknownMember(dialect.Name, member))
                : (script, null);
        }
        catch (ScriptException e)
        {
            // No provider knows this field, so the answer is in the shape that every client shows.
            return (null, new ErrorAnswer(400, ErrorBody.Object($"simulate: {e.Message}", "invalid_request_error")));
        }
    }

    private ErrorAnswer? Scripted(ModelScript script, ChatRequest request) => script switch
    {
        { Error: { } name } => state.Dialect.Error(name, request.Model) with { RetryAfter = script.RetryAfter },
        { ErrorStatus: { } status } => new ErrorAnswer(status, script.ErrorBody)
        {
            ContentType = script.ErrorBody is ['{' or '"', ..] ? "application/json" : "text/plain",
        },
        { EmptyBody200: true } => new ErrorAnswer(200, "") { ContentType = "text/plain" },
        { HtmlInsteadOfAnswer: true } => new ErrorAnswer(200, ErrorBody.Page("Please sign in")) { ContentType = "text/html" },
        _ => null,
    };

    private Task AnswerAsync(
        HttpContext http, ClientWatch watch, ChatRequest request, ModelScript script, Task release, string id)
    {
        var answer = AnswerBuilder.Build(request, script, state.Dialect, id, state.Time.GetUtcNow().ToUnixTimeSeconds());
        state.Counters.Prompt(request, answer.Prompt.Prompt);
        var exchange = new Exchange
        {
            Http = http,
            Backend = state,
            Request = request,
            Script = script,
            Answer = answer,
            Watch = watch,
            Release = release,
        };
        return request.Stream != script.OtherFraming ? StreamedAnswer.SendAsync(exchange) : WholeAnswer.SendAsync(exchange);
    }
}
