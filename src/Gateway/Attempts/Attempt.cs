using System.Net;
using Gateway.Backends;
using Gateway.Backends.Failures;
using Gateway.Requests;
using Gateway.Routing.Candidates;
using Gateway.Wire.Bytes;
using Gateway.Wire.Errors;
using Gateway.Wire.Heads;
using Gateway.Wire.Streams;

namespace Gateway.Attempts;

/// <summary>One send to one backend.</summary>
internal sealed class Attempt(AttemptContext context, Backend backend, Candidate candidate)
{
    // Error bodies are small; a longer one is cut, not refused.
    public const int MaxErrorBody = 64 * 1024;

    private const int MaxCode = 64;
    private const int MaxTrace = 128;

    /// <summary>How long models are skipped after the credential they share was refused, or their account was empty.</summary>
    public static readonly TimeSpan CredentialPause = TimeSpan.FromMinutes(1);

    private readonly AttemptRecord _record = new(context, backend, candidate);

    // A silent backend may be loading the model, unless the model is known to be loaded.
    private readonly bool _mayBeCold = backend.Provider.LoadsModels && !candidate.State.IsWarm(candidate.Card);

    // The count includes this attempt.
    private readonly bool _isBusy = candidate.Load.InFlight - candidate.Load.PassedOn > 1;

    // True when one of our own time limits ended it.
    private bool _isOverdue;

    private bool IsStreamed => context.Inquiry.Head.Stream;

    public async Task<AttemptOutcome> SendAsync(AttemptTurn turn)
    {
        var scope = new AttemptScope(context.Time, FirstLimit, context.Client, context.Drain)
        {
            Total = backend.TotalTimeout,
            StartedAt = context.Delivery.CountsFrom(context.Time),
            AbortClient = context.AbortClient,
            Alive = backend.AliveTimeout,
            Missing = IsStreamed ? "no part of an answer came" : "its answer was not whole",
        };
        HttpResponseMessage? response = null;
        var (isKept, isMetAgain) = (false, false);
        try
        {
            var mended = new MendedSend(turn.Message, context, backend, _record);
            var first = await SendAsync(mended.Prepare(), turn.Gathered, scope.Token);
            response = mended.MayBeRefused(first) ? await mended.AgainAsync(first, scope.Token) : first;
            scope.HasResponse = true;
            // Any response, even a refusal, shows that the backend is up.
            isMetAgain = backend.State.Responded();
            _record.BackendTrace = TraceOf(response);
            if (response.StatusCode is HttpStatusCode.Created or HttpStatusCode.Accepted or HttpStatusCode.NonAuthoritativeInformation)
            {
                // Some frameworks answer every POST with 201. The body shows what it is.
                response.StatusCode = HttpStatusCode.OK;
            }

            if (response.StatusCode == HttpStatusCode.OK && _record.Translation is { } translation)
            {
                await TranslatedAnswer.PutOnAsync(response, translation, IsStreamed, scope.Token);
            }

            AttemptFailure? failure;
            if (response.StatusCode != HttpStatusCode.OK)
            {
                failure = await ReadErrorAsync(response, scope);
            }
            else if (IsStreamed && IsEventStream(response))
            {
                var streamed = new StreamedAnswer(context, _record, response, scope);
                failure = Fail(streamed.Judge(await streamed.BeginsAsync(), LimitOfFirst), response);
            }
            else
            {
                failure = Fail(
                    await (IsStreamed
                        ? UnlabelledAnswer.BeginAsync(context, _record, response, scope, LimitOfFirst)
                        : WholeAnswer.ReadAsync(context, _record, response, scope)),
                    response);
            }

            _record.Failure = failure;
            isKept = failure is null;
            if (isKept)
            {
                backend.State.Reached();
            }
            else if (failure!.Kind == BackendFailure.Loading && backend.Provider.ReadyPath is not null)
            {
                backend.State.Loads();
            }

            return new AttemptOutcome(isKept ? response : null, failure, isKept ? _record : null)
            {
                BackendTrace = _record.BackendTrace,
                Spent = isKept ? null : WhatWasSpent(),
                IsMetAgain = isMetAgain,
            };
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            _record.Failure = Explain(e, scope, gotHeaders: response is not null);
            return new AttemptOutcome(null, _record.Failure, null)
            {
                BackendTrace = _record.BackendTrace,
                Spent = WhatWasSpent(),
                IsMetAgain = isMetAgain,
            };
        }
        finally
        {
            if (!isKept)
            {
                response?.Dispose();
                _record.End();
            }

            // A stream that was kept still runs under the scope and disposes it at its end.
            if (!isKept || !IsStreamed)
            {
                scope.Dispose();
            }
        }
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, Fellow? gathered, CancellationToken cancellationToken) =>
        gathered is not null ? gathered.SendAsync(message, _record, cancellationToken)
        : context.Inquiry.Operation.PartsFor(context.Inquiry.Head, backend) is > 1 and var parts
            ? new SplitSend(message, context, backend, _record, parts).SendAsync(cancellationToken)
            : backend.Client.SendAsync(message, cancellationToken);

    // An error instead of an answer costs nothing; half an answer does.
    private SpentAnswer? WhatWasSpent() => _record.Answer is { } answer && (answer.HasChoices || answer.Told != default)
        ? new SpentAnswer(candidate, answer, _record.FailedAs) { Prompt = _record.Prompt }
        : _record.WasBegun ? new SpentAnswer(candidate, null, AnswerEnd.Truncated) { Prompt = _record.Prompt }
        : _isOverdue ? Overdue()
        : null;

    // It worked until the gateway's patience ended, and reported nothing about it.
    private SpentAnswer Overdue() => new(candidate, null, AnswerEnd.Stalled)
    {
        Prompt = _record.Prompt,
        Written = RequestUsage.WrittenBy(context.Choice, candidate, context.Time.GetElapsedTime(_record.SentAt)),
    };

    private TimeSpan LimitOfFirst => IsStreamed
        ? backend.FirstEventTimeout(_mayBeCold, context.Inquiry.Head.PromptTokens, _isBusy)
        // Many short texts take a backend as long to read as one long text.
        : context.Inquiry.Operation.IsConversation ? backend.WholeAnswerTimeout
        : backend.ReadingTime(context.Inquiry.Head.PromptTokens);

    // A timeout of ours that a healthy model may exceed: it is being loaded, or the operator allows less time than it may take.
    private bool IsSlow => _mayBeCold || context.Time.GetElapsedTime(_record.SentAt) < backend.HealthyUntil(IsStreamed);

    private TimeSpan FirstLimit
    {
        get
        {
            var left = backend.TotalTimeout - context.Time.GetElapsedTime(context.Delivery.CountsFrom(context.Time));
            return left > LimitOfFirst ? LimitOfFirst : left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    private static bool IsEventStream(HttpResponseMessage response) =>
        string.Equals(response.Content.Headers.ContentType?.MediaType, "text/event-stream", StringComparison.OrdinalIgnoreCase);

    private async ValueTask<AttemptFailure> ReadErrorAsync(HttpResponseMessage response, AttemptScope scope)
    {
        var (body, _) = await BodyReader.ReadAsync(response.Content, MaxErrorBody, scope.Token);
        using var returned = body;
        if (response.IsSuccessStatusCode)
        {
            // Not an error, so it may be part of an answer, which is not quoted.
            return Fail(new BadAnswer(BackendFailure.BadAnswer, $"it answered {(int)response.StatusCode}, which is no answer."), response)!;
        }

        var error = BackendErrorText.Read(body.Span);
        var row = backend.Provider.RowOf((int)response.StatusCode, error, context.MayQuote);
        return Fail(new BadAnswer(row.Kind, error.Message) { Said = error, Row = row }, response)!;
    }

    // A local Ollama needs a credential only for models it passes on to its cloud.
    private bool IsOfModelAlone(BackendErrorText error) =>
        error.AsksToSignIn || (backend is { Provider.MaySendOn: true, Traits.IsLocal: true } && candidate.Card.IsCloud);

    // By its header; without one, by its words; otherwise briefly. An empty account does not refill at once.
    private TimeSpan? PauseOf(BadAnswer bad, HttpResponseMessage response, BackendErrorText error, bool isOfModelAlone) => bad.Kind switch
    {
        BackendFailure.RateLimited => RetryAfter.Read(response, context.Time) ?? backend.Provider.PauseOf(error),
        BackendFailure.Unavailable => RetryAfter.Read(response, context.Time) ?? bad.Row?.Pause,
        BackendFailure.OutOfCredit => CredentialPause,
        BackendFailure.Credential => isOfModelAlone ? CredentialPause : null,
        // A machine of one's own is asked again at the gateway's own pace.
        BackendFailure.Busy or BackendFailure.Loading => candidate.Card.IsCloud ? RetryAfter.Read(response, context.Time) : null,
        BackendFailure.None or BackendFailure.Refused or BackendFailure.Incapable or BackendFailure.ModelMissing
            or BackendFailure.Timeout or BackendFailure.BadAnswer or BackendFailure.ContextTooLong or BackendFailure.ClientFault => null,
    };

    private AttemptFailure? Fail(BadAnswer? bad, HttpResponseMessage response)
    {
        if (bad is null)
        {
            return null;
        }

        var scrubber = context.Snapshot.Scrubber;
        var message = scrubber.Scrub(bad.Row?.WayOut is { } wayOut ? $"{bad.Message}; {wayOut}" : bad.Message);
        // A code is a word or a number; anything longer or worse is not one.
        var code = bad.Said?.Code is { Length: <= MaxCode } said && scrubber.Scrub(said) == said ? said : null;
        var status = (int)response.StatusCode;
        // Without the status number: some clients resend the prompt when they read "503" anywhere.
        var described = status == 200 ? message : $"{message} ({FailureWords.Of(bad.Kind)})";
        // An error under status 200 is judged by the status it names.
        var meant = status == 200 && bad.Said?.Status is { } named ? named : status;
        var failure = new AttemptFailure(
            candidate, bad.Kind, meant, code, _record.BackendTrace is { } trace ? $"{described} (trace {trace})" : described)
        {
            // A backend that says it took too long is believed.
            IsSlow = bad.Kind == BackendFailure.Timeout && (status == 200 ? IsSlow : _mayBeCold),
        };
        return bad.Said is { } error ? Follow(failure, bad, error, response) : failure;
    }

    // Applies what the backend's own words mean beyond this request.
    private AttemptFailure Follow(AttemptFailure failure, BadAnswer bad, BackendErrorText error, HttpResponseMessage response)
    {
        var head = context.Inquiry.Head;
        var isOfModelAlone = IsOfModelAlone(error);
        return failure with
        {
            RetryAfter = PauseOf(bad, response, error, isOfModelAlone),
            Lengths = LengthsOf(failure, error),
            ProvedContext = failure.Kind == BackendFailure.ContextTooLong ? error.Lengths.Context : null,
            PassesByItself = bad.Kind is BackendFailure.Loading or BackendFailure.Busy,
            IsFailedLoad = bad is { Kind: BackendFailure.Unavailable, Row.Pause: not null },
            RefusesBackend = failure is { Status: StatusCodes.Status401Unauthorized, Kind: BackendFailure.Credential } && !isOfModelAlone,
            Lacks = bad.Row?.LacksBy(error, context.MayQuote).AskedBy(RequestNeeds.Of(head).Demand, head.SpeaksOfThinking) ?? default,
        };
    }

    private static TooLong LengthsOf(AttemptFailure failure, BackendErrorText error)
    {
        if (failure.Kind != BackendFailure.ContextTooLong)
        {
            return default;
        }

        var inWords = TooLong.InWords(error.Message);
        return new TooLong(error.Lengths.Context ?? inWords.Context, error.Lengths.Prompt ?? inWords.Prompt);
    }

    private AttemptFailure Explain(Exception e, AttemptScope scope, bool gotHeaders)
    {
        switch (scope.Cause)
        {
            case AnswerEnd.ClientClosed:
                throw new OperationCanceledException(context.Client);
            case AnswerEnd.Drained:
                return Failure(BackendFailure.Unavailable, "the gateway is shutting down");
            case AnswerEnd.Stalled:
                _isOverdue = true;
                return Failure(BackendFailure.Timeout, scope.WhyStalled(LimitOfFirst)) with { IsSlow = IsSlow };
        }

        // A cancellation that none of our tokens caused is the handler's connect timeout.
        var isUnreachable = !gotHeaders && e is OperationCanceledException or HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError
        };
        if (!isUnreachable)
        {
            // It sent headers, so it had begun to answer.
            return gotHeaders
                ? Failure(BackendFailure.BadAnswer, "the connection was lost before the answer was whole")
                : Failure(BackendFailure.Unavailable, "the connection was lost before the answer");
        }

        var problem = backend.Provider.WhenUnreachable(backend.Url);
        // Model lists are only fetched once a minute; this is newer.
        candidate.Load.IsDown = true;
        backend.State.Failed(problem, isUnreachable: true);
        return Failure(BackendFailure.Unavailable, problem);
    }

    private AttemptFailure Failure(BackendFailure kind, string message) => new(candidate, kind, 0, null, message);

    private string? TraceOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues(backend.Provider.TraceHeader, out var values)
            && values.FirstOrDefault() is { Length: <= MaxTrace } trace
            ? context.Snapshot.Scrubber.Scrub(trace)
            : null;
}
