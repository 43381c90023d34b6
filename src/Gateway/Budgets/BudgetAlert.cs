using Gateway.Configuration;
using Gateway.Quotas;

namespace Gateway.Budgets;

/// <summary>Reports that a budget has passed a threshold.</summary>
/// <param name="Use">The amounts used so far.</param>
/// <param name="Kind">The kind of limit that passed.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Threshold">The percentage passed.</param>
/// <param name="Period">The start of its day or month, in Unix seconds.</param>
internal sealed record BudgetAlert(QuotaUse Use, LimitKind Kind, long Limit, int Threshold, long Period)
{
    /// <summary>Identical on every replica, so that a receiver can recognise a duplicate.</summary>
    public string Id => $"{Use.Subject.Id}/{Kind.Name}/{Period}/{Threshold}";
}
