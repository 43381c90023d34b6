using System.Diagnostics;
using Gateway.Simulator.Answers;
using Gateway.Simulator.Backends;
using Gateway.Simulator.Composing;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Models;
using Gateway.Simulator.Requests;
using Gateway.Simulator.Runners;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Sending;
using Gateway.Simulator.Served;

namespace Gateway.Simulator.Endpoints;

/// <summary>Answers chat requests.</summary>
internal sealed class ChatEndpoint(BackendState state)
{
    public const string Beta = "/beta/chat/completions";
    private const string LoadFailed = "loadFailed";
    private readonly Admission _admission = new(state);

    public async Task HandleAsync(HttpContext http, RequestForm form = RequestForm.Chat)
    {
        var count = state.Counters.Request();
        using var watch = new ClientWatch(state.Counters, state.Log, http.RequestAborted);
        try
        {
            await HandleAsync(http, watch, form, count);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException || http.RequestAborted.IsCancellationRequested)
        {
            // The client has left, and the watch has noted it.
            http.Abort();
        }
        finally
        {
            state.Counters.RequestEnded();
        }
    }

    private async Task HandleAsync(HttpContext http, ClientWatch watch, RequestForm form, long count)
    {
        using var buffer = new MemoryStream();
        await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
        var body = buffer.ToArray();
        var request = form != RequestForm.Chat ? CompletionReader.Read(body, form)
            : ChatRequestReader.Read(body, state.Dialect.IgnoresCase) is { } read ? read with { IsBeta = http.Request.Path == Beta }
            : null;
        var model = request is null ? null : state.Find(request.Model);
        // This is taken before anyone can see the request; see ReleaseGate.
        var release = model is null ? Task.CompletedTask : state.Gate.Next(model.Name);
        var headers = http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        state.Log.Add(new ReceivedRequest(http.Request.Path, request?.Model, headers, body, Stopwatch.GetTimestamp()));

        var (admitted, refusal) = _admission.Admit(http, request, model);
        if (admitted is null)
        {
            await RefuseAsync(http, watch, refusal!);
            return;
        }
        await ServeAsync(http, watch, admitted, release, count);
    }

    private async Task ServeAsync(HttpContext http, ClientWatch watch, Admitted admitted, Task release, long count)
    {
        var (request, model, script) = admitted;
        var scripted = Scripted(script, request, model);
        var isHeld = script.Hold;
        // If the model is not loaded, the hold is part of its load. Otherwise the held request has a place.
        if (isHeld && (scripted is not null || state.IsCold(model)))
        {
            release = await HoldAsync(model, release, http.RequestAborted);
            isHeld = false;
        }
        if (scripted is not null)
        {
            // Nothing is loaded for it, but it may take as long.
            var silence = script.FirstByteDelayMs + (state.IsCold(model) ? script.ColdLoadMs : 0);
            await WaitAsync(silence, state.Time.GetTimestamp(), http.RequestAborted);
            await RefuseAsync(http, watch, scripted);
            return;
        }
        using var lease = await state.Scheduler.EnterAsync(
            new LoadRequest(model, script.ColdLoadMs, script.Error is LoadFailed, state.ContextOf(model)),
            http.RequestAborted);
        var prompt = Fit(request, model);
        if ((lease.Refusal is { } name ? state.Dialect.Error(name, request.Model) : prompt.Refusal) is { } refused)
        {
            await RefuseAsync(http, watch, refused);
            return;
        }
        if (isHeld)
        {
            release = await HoldAsync(model, lease.HadToWait ? state.Gate.Next(model.Name) : release, http.RequestAborted);
        }
        await WaitAsync(script.FirstByteDelayMs, lease.Since, http.RequestAborted);
        await AnswerAsync(http, watch, admitted, prompt, release, state.Dialect.NewId(count, state.Time));
    }

    /// <returns>A token that ends at the release after this one.</returns>
    private async Task<Task> HoldAsync(ModelFacts model, Task release, CancellationToken cancellationToken)
    {
        await release.WaitAsync(cancellationToken);
        return state.Gate.Next(model.Name);
    }

    private async Task WaitAsync(int milliseconds, long since, CancellationToken cancellationToken)
    {
        var wait = TimeSpan.FromMilliseconds(milliseconds) - state.Time.GetElapsedTime(since);
        if (milliseconds > 0 && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, state.Time, cancellationToken);
        }
    }

    private Task RefuseAsync(HttpContext http, ClientWatch watch, ErrorAnswer error)
    {
        state.Counters.Failure();
        watch.Over();
        return Replies.ErrorAsync(http, error);
    }

    private PromptFit Fit(ChatRequest request, ModelFacts model)
    {
        request = state.Dialect.Templated(request, model);
        var tokens = request.PromptTokens(model.TokensPerCharacter);
        return state.ContextOf(model) is not { } context ? new PromptFit(tokens, null, null)
            : tokens > context
            ? new PromptFit(state.Dialect.Cut(request, context, model), null, state.Dialect.TooLong(tokens, context, model))
            : new PromptFit(tokens, state.Dialect.EndsWithContext ? context - tokens : null, null);
    }

    private ErrorAnswer? Scripted(ModelScript script, ChatRequest request, ModelFacts model) => script switch
    {
        // It fails after its full time, and on every try.
        { Error: LoadFailed } when state.LoadsOnDemand(model) => null,
        { Error: { } name } => state.Dialect.Error(name, request.Model) with { RetryAfter = script.RetryAfter },
        { ErrorStatus: { } status } => new ErrorAnswer(status, script.ErrorBody)
        {
            ContentType = script.ErrorBody is ['{' or '"', ..] ? "application/json" : "text/plain",
        },
        { EmptyBody200: true } => new ErrorAnswer(200, "") { ContentType = "text/plain" },
        { HtmlInsteadOfAnswer: true } => new ErrorAnswer(200, ErrorBody.Page("Please sign in")) { ContentType = "text/html" },
        _ => null,
    };

    private Task AnswerAsync(HttpContext http, ClientWatch watch, Admitted admitted, PromptFit prompt, Task release, string id)
    {
        var (request, _, script) = admitted;
        var answer = AnswerBuilder.Build(request, script, state.Dialect, prompt, id, state.Time.GetUtcNow().ToUnixTimeSeconds());
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
