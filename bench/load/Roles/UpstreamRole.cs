namespace Gateway.Load.Roles;

/// <summary>A model server that costs next to nothing: it answers at once, streams at a given pace or falls silent.</summary>
internal static class UpstreamRole
{
    public static Task<int> RunAsync(int port)
    {
        var app = Role.Builder(port).Build();
        app.Run(static context => context.Request.Path.Value switch
        {
            "/v1/chat/completions" => ChatAsync(context),
            "/v1/models" => WholeAsync(context, ChatAnswers.Models),
            _ => NotFoundAsync(context),
        });
        return Role.RunAsync(app);
    }

    private static async Task ChatAsync(HttpContext context)
    {
        var controls = await BenchControls.ReadAsync(context.Request);
        if (!controls.Stream)
        {
            await WholeAsync(context, ChatAnswers.Whole);
            return;
        }
        context.Response.ContentType = "text/event-stream";
        try
        {
            await StreamAsync(context, controls);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client ended a silent stream, as it does in every idle measure.
        }
    }

    /// <summary>
    /// Sends exactly the requested chunks, each in a write of its own. The first has the role, the last the finish reason.
    /// </summary>
    private static async Task StreamAsync(HttpContext context, BenchControls controls)
    {
        var body = context.Response.BodyWriter;
        var aborted = context.RequestAborted;
        await body.WriteAsync(ChatAnswers.First, aborted);
        if (controls.Silent)
            await Task.Delay(Timeout.Infinite, aborted);

        // A periodic timer drops late ticks, so a slow reader never gets two chunks in one write to catch up.
        using var pace = controls.IntervalMs > 0 ? new PeriodicTimer(TimeSpan.FromMilliseconds(controls.IntervalMs)) : null;
        for (var sent = 1; sent < controls.Chunks; sent++)
        {
            if (pace is not null)
                await pace.WaitForNextTickAsync(aborted);
            await body.WriteAsync(sent == controls.Chunks - 1 ? ChatAnswers.Last : ChatAnswers.Delta, aborted);
        }
        if (controls.Usage)
            await body.WriteAsync(ChatAnswers.UsageChunk, aborted);
        await body.WriteAsync(ChatAnswers.Done, aborted);
    }

    private static async Task WholeAsync(HttpContext context, byte[] json)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        await context.Response.BodyWriter.WriteAsync(json);
    }

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
