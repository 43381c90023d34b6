using Gateway.Configuration;

namespace Gateway.Quotas;

/// <summary>A budget that passed a threshold.</summary>
/// <param name="Use">What is used.</param>
/// <param name="Kind">Of which limit.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Threshold">The percentage that was passed.</param>
/// <param name="Period">The start of its day or month, in Unix seconds.</param>
internal sealed record BudgetAlert(QuotaUse Use, LimitKind Kind, long Limit, int Threshold, long Period)
{
    /// <summary>The same on every replica, so that a receiver can tell a copy from news.</summary>
    public string Id => $"{Use.Subject.Id}/{Kind.Name}/{Period}/{Threshold}";
}
