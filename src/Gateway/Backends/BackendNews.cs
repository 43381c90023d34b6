namespace Gateway.Backends;

/// <summary>Tells the operator when a backend or one of its models fails, and when it is back: as it happens, and each once.</summary>
internal sealed partial class BackendNews(ILogger<BackendNews> logger)
{
    /// <param name="backend">Its name.</param>
    /// <param name="problem">The problem; null when there is none any more.</param>
    public void Tell(string backend, string? problem)
    {
        if (problem is null)
        {
            Log.IsBack(logger, backend);
        }
        else
        {
            Log.Failed(logger, backend, problem);
        }
    }

    /// <param name="backend">The name of its backend.</param>
    /// <param name="model">Its name there.</param>
    /// <param name="outFor">The shortest time out; null when it is back.</param>
    public void Tell(string backend, string model, TimeSpan? outFor)
    {
        if (outFor is { } time)
        {
            Log.TakenOut(logger, model, backend, time.TotalSeconds);
        }
        else
        {
            Log.BroughtBack(logger, model, backend);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2501, LogLevel.Warning, "Backend {Backend} is not usable: {Problem}")]
        public static partial void Failed(ILogger logger, string backend, string problem);

        [LoggerMessage(1053, LogLevel.Information, "Backend {Backend} is usable again.")]
        public static partial void IsBack(ILogger logger, string backend);

        [LoggerMessage(
            1054, LogLevel.Warning,
            "{Model} on {Backend} fails too often and is left alone for {Seconds:0} s; then one request finds out whether it is well "
            + "again.")]
        public static partial void TakenOut(ILogger logger, string model, string backend, double seconds);

        [LoggerMessage(1055, LogLevel.Information, "{Model} on {Backend} is well again.")]
        public static partial void BroughtBack(ILogger logger, string model, string backend);
    }
}
